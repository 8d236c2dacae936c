//===- Views.cpp - Block pointers and tensor descriptors ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Both name a tensor in memory with its bounds; an access moves a block of it:
//
//   element [i, j] of the block at (r, c)  =  memory[base + (r+i) stride0 + (c+j) stride1]
//
// A descriptor checks every dimension, a block pointer those that the access names.
//
//===----------------------------------------------------------------------===//

#include "Access.h"

using namespace mlir;

namespace tritonmetal::evaluator {

namespace {
/// Where the elements of a block lie. The block starts at `origin`.
struct Block {
  Block(const MemoryView &view, ArrayRef<int64_t> origin, ArrayRef<int64_t> shape, Kind element)
      : view(view), origin(origin), shape(shape), element(element),
        strides(getRowMajorStrides(shape)), checked(shape.size(), true) {}

  /// The address of element `i` in row-major order; false if it is out of bounds.
  bool locate(int64_t i, uint64_t &address) const {
    address = view.base;
    bool inside = true;
    for (size_t d = 0; d < shape.size(); ++d) {
      int64_t index = origin[d] + i / strides[d] % shape[d];
      if (checked[d] && (index < 0 || index >= view.shape[d]))
        inside = false;
      address += uint64_t(index) * uint64_t(view.strides[d]) * element.bytes();
    }
    return inside;
  }

  const MemoryView &view;
  Shape origin, shape;
  Kind element;
  Shape strides;
  SmallVector<bool> checked; // dimensions that are checked
};
} // namespace

static uint64_t getNaN(Kind kind) {
  return kind.isFloat() ? encodeFloat(kind, std::numeric_limits<double>::quiet_NaN()) : 0;
}

static LogicalResult loadElements(Machine &machine, Operation *op, const Block &block,
                                  uint64_t padding, Tensor result) {
  for (int64_t i = 0; i < result.size(); ++i) {
    uint64_t address, &bits = result.data[size_t(i)];
    if (!block.locate(i, address))
      bits = padding;
    else if (failed(readElement(machine, op, address, result.kind, bits)))
      return failure();
  }
  machine.set(op->getResult(0), std::move(result));
  return success();
}

static LogicalResult storeElements(Machine &machine, Operation *op, const Block &block,
                                   const Tensor &value) {
  for (int64_t i = 0; i < value.size(); ++i) {
    uint64_t address;
    if (block.locate(i, address) &&
        failed(writeElement(machine, op, address, value.kind, value.data[size_t(i)])))
      return failure();
  }
  return success();
}

/// Signed scalars.
static SmallVector<int64_t, 4> getNumbers(const Machine &machine, ValueRange values) {
  SmallVector<int64_t, 4> numbers;
  for (Value value : values) {
    const Tensor &scalar = machine.get(value);
    numbers.push_back(signExtend(scalar.data[0], scalar.kind.width));
  }
  return numbers;
}

//===----------------------------------------------------------------------===//
// Block pointers
//===----------------------------------------------------------------------===//

static LogicalResult evaluateMakeTensorPtr(Machine &machine, Operation *op) {
  auto make = cast<tt::MakeTensorPtrOp>(op);
  MemoryView view;
  view.base = machine.get(make.getBase()).data[0];
  view.shape = getNumbers(machine, make.getShape());
  view.strides = getNumbers(machine, make.getStrides());
  view.offsets = getNumbers(machine, make.getOffsets());
  machine.set(make.getResult(), std::move(view));
  return success();
}

static LogicalResult evaluateAdvance(Machine &machine, Operation *op) {
  auto advance = cast<tt::AdvanceOp>(op);
  MemoryView view = *machine.getValue(advance.getPtr()).view;
  for (auto [offset, step] :
       llvm::zip_equal(view.offsets, getNumbers(machine, advance.getOffsets())))
    offset = int32_t(uint32_t(offset) + uint32_t(step)); // they wrap like the i32 they are
  machine.set(advance.getResult(), std::move(view));
  return success();
}

static Block getPointedBlock(Machine &machine, Value pointer, ArrayRef<int32_t> checked) {
  auto type = cast<RankedTensorType>(cast<tt::PointerType>(pointer.getType()).getPointeeType());
  const MemoryView &view = *machine.getValue(pointer).view;
  Block block(view, view.offsets, type.getShape(), getKind(type));
  block.checked.assign(block.shape.size(), false);
  for (int32_t d : checked)
    block.checked[size_t(d)] = true;
  return block;
}

LogicalResult loadBlock(Machine &machine, tt::LoadOp load) {
  Block block = getPointedBlock(machine, load.getPtr(), load.getBoundaryCheck());
  bool padsWithNaN = load.getPadding() == tt::PaddingOption::NaN;
  return loadElements(machine, load, block, padsWithNaN ? getNaN(block.element) : 0,
                      Tensor(block.shape, block.element));
}

LogicalResult storeBlock(Machine &machine, tt::StoreOp store) {
  Block block = getPointedBlock(machine, store.getPtr(), store.getBoundaryCheck());
  return storeElements(machine, store, block, machine.get(store.getValue()));
}

//===----------------------------------------------------------------------===//
// Descriptors
//===----------------------------------------------------------------------===//

static LogicalResult evaluateMakeDescriptor(Machine &machine, Operation *op) {
  auto make = cast<tt::MakeTensorDescOp>(op);
  MemoryView view;
  view.base = machine.get(make.getBase()).data[0];
  view.shape = getNumbers(machine, make.getShape());
  view.strides = getNumbers(machine, make.getStrides());
  view.padsWithNaN = make.getPadding() == tt::PaddingOption::NaN;
  machine.set(make.getResult(), std::move(view));
  return success();
}

static Block getDescribedBlock(Machine &machine, Value descriptor, ValueRange indices) {
  RankedTensorType type = cast<tt::TensorDescType>(descriptor.getType()).getValueType();
  return Block(*machine.getValue(descriptor).view, getNumbers(machine, indices), type.getShape(),
               getKind(type));
}

static LogicalResult evaluateDescriptorLoad(Machine &machine, Operation *op) {
  auto load = cast<tt::DescriptorLoadOp>(op);
  Block block = getDescribedBlock(machine, load.getDesc(), load.getIndices());
  auto type = cast<RankedTensorType>(load.getType()); // may leave out leading dimensions of size 1
  return loadElements(machine, op, block, block.view.padsWithNaN ? getNaN(block.element) : 0,
                      Tensor(type.getShape(), block.element));
}

static LogicalResult evaluateDescriptorStore(Machine &machine, Operation *op) {
  auto store = cast<tt::DescriptorStoreOp>(op);
  return storeElements(machine, op, getDescribedBlock(machine, store.getDesc(), store.getIndices()),
                       machine.get(store.getSrc()));
}

/// What memory holds after one element of a reduction; kinds that `atomic_rmw` has go there.
static uint64_t reduceElement(tt::DescriptorReduceKind kind, Type element, Kind format,
                              uint64_t old, uint64_t operand) {
  using K = tt::DescriptorReduceKind;
  auto integer = dyn_cast<IntegerType>(element);
  bool isUnsigned = integer && integer.isUnsigned();
  switch (kind) {
  case K::Add:
    return combineAtomically(integer ? tt::RMWOp::Add : tt::RMWOp::FAdd, format, old, operand);
  case K::Min:
    return combineAtomically(isUnsigned ? tt::RMWOp::UMin : tt::RMWOp::Min, format, old, operand);
  case K::Max:
    return combineAtomically(isUnsigned ? tt::RMWOp::UMax : tt::RMWOp::Max, format, old, operand);
  case K::Increment:
    return old >= operand ? 0 : old + 1;
  case K::Decrement:
    return old == 0 || old > operand ? operand : old - 1;
  case K::And:
    return old & operand;
  case K::Or:
    return old | operand;
  case K::Xor:
    return old ^ operand;
  }
  return old;
}

static LogicalResult evaluateDescriptorReduce(Machine &machine, Operation *op) {
  auto reduce = cast<tt::DescriptorReduceOp>(op);
  Block block = getDescribedBlock(machine, reduce.getDesc(), reduce.getIndices());
  Type element =
      cast<tt::TensorDescType>(reduce.getDesc().getType()).getBlockType().getElementType();
  const Tensor &value = machine.get(reduce.getSrc());
  for (int64_t i = 0; i < value.size(); ++i) {
    uint64_t address, old;
    if (!block.locate(i, address))
      continue;
    if (failed(readElement(machine, op, address, value.kind, old)) ||
        failed(writeElement(
            machine, op, address, value.kind,
            reduceElement(reduce.getKind(), element, value.kind, old, value.data[size_t(i)]))))
      return failure();
  }
  return success();
}

/// Rows picked by index: row k of the block is row `rows[k]` of the tensor.
template <typename Access>
static LogicalResult forEachRow(Machine &machine, Value descriptor, Value rows, Value column,
                                Access access) {
  RankedTensorType type = cast<tt::TensorDescType>(descriptor.getType()).getValueType();
  const Tensor &chosen = machine.get(rows);
  int64_t columns = type.getShape().back();
  int64_t first = signExtend(machine.get(column).data[0], 32);
  for (int64_t k = 0; k < chosen.size(); ++k) {
    Block block(*machine.getValue(descriptor).view,
                {signExtend(chosen.data[size_t(k)], chosen.kind.width), first}, {1, columns},
                getKind(type));
    for (int64_t c = 0; c < columns; ++c) {
      uint64_t address;
      bool inside = block.locate(c, address);
      if (failed(access(size_t(k * columns + c), inside, address)))
        return failure();
    }
  }
  return success();
}

static LogicalResult evaluateDescriptorGather(Machine &machine, Operation *op) {
  auto gather = cast<tt::DescriptorGatherOp>(op);
  auto type = cast<RankedTensorType>(gather.getType());
  Tensor result(type.getShape(), getKind(type));
  bool padsWithNaN = machine.getValue(gather.getDesc()).view->padsWithNaN;
  uint64_t padding = padsWithNaN ? getNaN(result.kind) : 0;
  auto read = [&](size_t place, bool inside, uint64_t address) -> LogicalResult {
    if (inside)
      return readElement(machine, op, address, result.kind, result.data[place]);
    result.data[place] = padding;
    return success();
  };
  if (failed(
          forEachRow(machine, gather.getDesc(), gather.getXOffsets(), gather.getYOffset(), read)))
    return failure();
  machine.set(gather.getResult(), std::move(result));
  return success();
}

static LogicalResult evaluateDescriptorScatter(Machine &machine, Operation *op) {
  auto scatter = cast<tt::DescriptorScatterOp>(op);
  const Tensor &value = machine.get(scatter.getSrc());
  auto write = [&](size_t place, bool inside, uint64_t address) -> LogicalResult {
    if (!inside)
      return success();
    return writeElement(machine, op, address, value.kind, value.data[place]);
  };
  return forEachRow(machine, scatter.getDesc(), scatter.getXOffsets(), scatter.getYOffset(), write);
}

void addViews(HandlerTable &table) {
  table["tt.make_tensor_ptr"] = evaluateMakeTensorPtr;
  table["tt.advance"] = evaluateAdvance;
  table["tt.make_tensor_descriptor"] = evaluateMakeDescriptor;
  table["tt.descriptor_load"] = evaluateDescriptorLoad;
  table["tt.descriptor_store"] = evaluateDescriptorStore;
  table["tt.descriptor_reduce"] = evaluateDescriptorReduce;
  table["tt.descriptor_gather"] = evaluateDescriptorGather;
  table["tt.descriptor_scatter"] = evaluateDescriptorScatter;
}

} // namespace tritonmetal::evaluator
