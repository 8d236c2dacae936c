//===- BindLaunch.cpp - Joins launch, metadata and kernel ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Launch.h"
#include "triton-metal/Executor/Options.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
/// Builds one launch; every method checks its part.
class LaunchBinder {
public:
  LaunchBinder(const LaunchDescription &description, const KernelMetadata *metadata,
               const KernelInterface &interface, std::vector<Storage> storages)
      : description(description), metadata(metadata), interface(interface) {
    launch.storages = std::move(storages);
  }

  Expected<Launch> bind();

private:
  Error bindSizes();
  Error bindThreadgroupMemory();
  Error bindRaw();
  Error bindArguments();
  Error bindLog(unsigned binding);
  Error bindArgument(size_t index);
  Error bindPointer(const MetadataArgument &argument, const LaunchArgument &value);
  Error bindDescriptor(const MetadataArgument &argument, const LaunchArgument &value);
  Error checkOverlap() const;
  Error checkPointer(const MetadataArgument &argument) const;
  Error writeScalar(const MetadataArgument &argument, const ScalarValue &value);
  Expected<size_t> getScalarStorage(const MetadataArgument &argument);
  Error bindBuffer(unsigned binding, size_t storage, uint64_t offset);
  Error bindPointers();
  Error bindPointers(size_t storage, ArrayRef<PointerField> pointers, const Twine &where);
  std::vector<std::pair<size_t, const RawBinding *>> inlineBindings;
  Error checkBindings() const;
  Error fail(const Twine &what) const {
    return createStringError(formatv("kernel '{0}': {1}", interface.name, what.str()));
  }

  const LaunchDescription &description;
  const KernelMetadata *metadata;
  const KernelInterface &interface;
  Launch launch;
};
} // namespace

Error LaunchBinder::bindSizes() {
  Size3 threads{1, 1, 1};
  if (metadata)
    threads[0] = metadata->threadsPerThreadgroup;
  if (description.threadsPerThreadgroup) {
    if (metadata && *description.threadsPerThreadgroup != threads)
      return fail(formatv("the launch has other threads_per_threadgroup than the metadata, which "
                          "says [{0}, 1, 1]",
                          threads[0]));
    threads = *description.threadsPerThreadgroup;
  } else if (!metadata) {
    return fail("the launch needs 'threads_per_threadgroup' or launch metadata that says it");
  }
  uint64_t limit = maxThreadsPerThreadgroup;
  if (interface.maxThreadsPerThreadgroup)
    limit = std::min<uint64_t>(limit, *interface.maxThreadsPerThreadgroup);
  uint64_t count = 1;
  for (uint32_t extent : threads)
    count = std::min<uint64_t>(count * extent, UINT32_MAX);
  if (count > limit)
    return fail(formatv("{0} threads per threadgroup; it allows {1}", count, limit));

  launch.threadsPerThreadgroup = threads;
  for (unsigned axis = 0; axis < 3; ++axis) {
    if (description.threadsPerGrid) {
      launch.threadsPerGrid[axis] = (*description.threadsPerGrid)[axis];
      launch.threadgroups[axis] = divideCeil(launch.threadsPerGrid[axis], threads[axis]);
      continue;
    }
    uint64_t total = uint64_t((*description.grid)[axis]) * threads[axis];
    if (total > UINT32_MAX)
      return fail(
          formatv("the grid has {0} threads along one axis; {1} is the most", total, UINT32_MAX));
    launch.threadsPerGrid[axis] = uint32_t(total);
    launch.threadgroups[axis] = (*description.grid)[axis];
  }
  return Error::success();
}

Error LaunchBinder::bindThreadgroupMemory() {
  for (const ThreadgroupAllocation &allocation : description.threadgroupMemory) {
    bool known = llvm::any_of(interface.arguments, [&](const KernelArgument &argument) {
      return argument.isBuffer() && argument.space == AddressSpace::Threadgroup &&
             argument.binding == allocation.index;
    });
    if (!known)
      return fail(formatv("has no threadgroup memory with index {0}", allocation.index));
    if (allocation.bytes > maxThreadgroupMemory)
      return fail(formatv("{0} bytes of threadgroup memory; {1} is the most", allocation.bytes,
                          maxThreadgroupMemory));
    launch.threadgroupMemory.push_back(allocation);
  }
  return Error::success();
}

Error LaunchBinder::bindBuffer(unsigned binding, size_t storage, uint64_t offset) {
  if (offset > launch.storages[storage].size())
    return fail(formatv("binding {0} starts at byte {1} of a buffer of {2}", binding, offset,
                        launch.storages[storage].size()));
  launch.buffers.push_back({binding, storage, offset});
  return Error::success();
}

Error LaunchBinder::bindRaw() {
  for (const RawBinding &binding : description.bindings) {
    const KernelArgument *buffer = interface.findBuffer(binding.index);
    if (!buffer)
      return fail(formatv("has no buffer with index {0}", binding.index));
    if (!buffer->isPresent)
      return fail(formatv("buffer {0} '{1}' exists only where function constant '{2}' is true",
                          binding.index, buffer->name, buffer->condition));
    size_t storage = binding.buffer.value_or(launch.storages.size());
    if (!binding.buffer) {
      launch.storages.push_back(Storage::copyOf(binding.bytes));
      if (!launch.storages.back().isValid())
        return fail("no memory for its arguments");
      inlineBindings.push_back({storage, &binding});
    }
    if (Error error = bindBuffer(binding.index, storage, binding.offset))
      return error;
  }
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Addresses inside of buffers
//===----------------------------------------------------------------------===//

Error LaunchBinder::bindPointers(size_t storage, ArrayRef<PointerField> pointers,
                                 const Twine &where) {
  constexpr uint64_t addressBytes = 8;
  uint64_t size = launch.storages[storage].size();
  for (const PointerField &pointer : pointers) {
    if (size < addressBytes || pointer.at > size - addressBytes)
      return fail(formatv("{0} has {1} bytes, and no room for a pointer at byte {2}", where.str(),
                          size, pointer.at));
    if (pointer.offset > launch.storages[pointer.buffer].size())
      return fail(formatv("a pointer in {0} points to byte {1} of a buffer of {2}", where.str(),
                          pointer.offset, launch.storages[pointer.buffer].size()));
    for (const BoundPointer &other : launch.pointers)
      if (other.storage == storage && other.at == pointer.at)
        return fail(formatv("{0} has two pointers at byte {1}", where.str(), pointer.at));
    launch.pointers.push_back({storage, pointer.at, pointer.buffer, pointer.offset});
  }
  return Error::success();
}

Error LaunchBinder::bindPointers() {
  for (size_t i = 0; i < description.buffers.size(); ++i)
    if (Error error =
            bindPointers(i, description.buffers[i].pointers, formatv("buffers[{0}]", i).str()))
      return error;
  for (auto &[storage, binding] : inlineBindings)
    if (Error error = bindPointers(storage, binding->pointers,
                                   formatv("the binding with index {0}", binding->index).str()))
      return error;
  return Error::success();
}

std::vector<size_t> Launch::getPointees() const {
  std::vector<size_t> pointees;
  for (const BoundPointer &pointer : pointers)
    if (!llvm::is_contained(pointees, pointer.pointee))
      pointees.push_back(pointer.pointee);
  return pointees;
}

void storePointers(Launch &launch, function_ref<uint64_t(size_t, uint64_t)> getAddress) {
  for (const BoundPointer &pointer : launch.pointers)
    support::endian::write64le(launch.storages[pointer.storage].data() + pointer.at,
                               getAddress(pointer.pointee, pointer.offset));
}

void erasePointers(Launch &launch, function_ref<uint64_t(size_t, uint64_t)> getAddress) {
  for (const BoundPointer &pointer : launch.pointers) {
    uint8_t *bytes = launch.storages[pointer.storage].data() + pointer.at;
    if (support::endian::read64le(bytes) == getAddress(pointer.pointee, pointer.offset))
      support::endian::write64le(bytes, 0);
  }
}

//===----------------------------------------------------------------------===//
// Arguments through metadata
//===----------------------------------------------------------------------===//

/// Bytes of an element in memory, or 0 for a type that is not known.
static uint64_t getElementSize(StringRef type) {
  Expected<std::vector<uint8_t>> bytes = encodeScalar(ScalarValue(), type);
  if (bytes)
    return bytes->size();
  consumeError(bytes.takeError());
  return 0;
}

Error LaunchBinder::checkPointer(const MetadataArgument &argument) const {
  const KernelArgument *buffer = interface.findBuffer(argument.binding);
  if (!buffer || !buffer->isPresent)
    return fail(formatv("the metadata puts '{0}' in binding {1}, which the kernel lacks",
                        argument.name, argument.binding));
  if (uint64_t size = getElementSize(argument.elementType);
      size != 0 && buffer->elementSize && *buffer->elementSize != size)
    return fail(formatv("the metadata says '{0}' points to {1}; the kernel says that elements of "
                        "binding {2} have {3} bytes",
                        argument.name, argument.elementType, argument.binding,
                        *buffer->elementSize));
  bool writes = argument.access == "write" || argument.access == "read_write";
  if (writes && !buffer->writable)
    return fail(formatv("the metadata says '{0}' is written; the kernel only reads binding {1}",
                        argument.name, argument.binding));
  if (argument.access == "read" && buffer->writable)
    return fail(formatv("the metadata says '{0}' is only read; the kernel may write binding {1}",
                        argument.name, argument.binding));
  return Error::success();
}

/// The storage in which scalars and addresses travel, made when its binding is met first.
Expected<size_t> LaunchBinder::getScalarStorage(const MetadataArgument &argument) {
  for (const BoundBuffer &bound : launch.buffers)
    if (bound.binding == argument.binding)
      return bound.storage;
  const KernelArgument *buffer = interface.findBuffer(argument.binding);
  if (!buffer)
    return fail(formatv("the metadata puts '{0}' in binding {1}, which the kernel lacks",
                        argument.name, argument.binding));
  uint64_t size = argument.offset + argument.size.value_or(8);
  const auto &scalars = metadata->scalarStruct;
  if (scalars && scalars->binding == argument.binding)
    size = scalars->size;
  if (buffer->size && *buffer->size != size)
    return fail(formatv("the metadata gives binding {0} {1} bytes; the kernel takes {2}",
                        argument.binding, size, *buffer->size));
  launch.storages.push_back(Storage::zeros(size));
  if (!launch.storages.back().isValid())
    return fail("no memory for its arguments");
  launch.buffers.push_back({argument.binding, launch.storages.size() - 1, 0});
  return launch.storages.size() - 1;
}

Error LaunchBinder::writeScalar(const MetadataArgument &argument, const ScalarValue &value) {
  Expected<std::vector<uint8_t>> bytes = encodeScalar(value, argument.elementType);
  if (!bytes)
    return fail("argument '" + argument.name + "': " + toString(bytes.takeError()));
  if (argument.size && *argument.size != bytes->size())
    return fail(formatv("the metadata gives '{0}' {1} bytes; {2} has {3}", argument.name,
                        *argument.size, argument.elementType, bytes->size()));
  Expected<size_t> index = getScalarStorage(argument);
  if (!index)
    return index.takeError();
  Storage &storage = launch.storages[*index];
  if (argument.offset > storage.size() || bytes->size() > storage.size() - argument.offset)
    return fail(formatv("'{0}' ends at byte {1} of binding {2}, which has {3}", argument.name,
                        argument.offset + bytes->size(), argument.binding, storage.size()));
  llvm::copy(*bytes, storage.data() + argument.offset);
  return Error::success();
}

Error LaunchBinder::bindPointer(const MetadataArgument &argument, const LaunchArgument &value) {
  // Metal's buffers have whole words, whatever their length says.
  if (!launch.storages[value.buffer].padTo(argument.sizeMultiple))
    return fail("no memory for its arguments");
  if (argument.isIndirect) {
    Expected<size_t> storage = getScalarStorage(argument);
    if (!storage)
      return storage.takeError();
    PointerField field = {argument.offset, value.buffer, value.offset};
    return bindPointers(*storage, field, "the argument buffer");
  }
  if (Error error = checkPointer(argument))
    return error;
  for (const BoundBuffer &bound : launch.buffers)
    if (bound.binding == argument.binding)
      return fail(formatv("the metadata puts two arguments in binding {0}", argument.binding));
  return bindBuffer(argument.binding, value.buffer, value.offset);
}

/// The hidden buffer of a kernel that prints.
Error LaunchBinder::bindLog(unsigned binding) {
  launch.log = launch.storages.size();
  launch.storages.push_back(Storage::copyOf(makeLog()));
  if (!launch.storages.back().isValid())
    return fail("no memory for what it prints");
  return bindBuffer(binding, *launch.log, 0);
}

/// Addresses and strides that Triton demands, and the kernel was compiled for.
Error LaunchBinder::bindDescriptor(const MetadataArgument &argument, const LaunchArgument &value) {
  size_t rank = argument.shape.size();
  if (value.shape.size() != rank)
    return fail(formatv("descriptor '{0}' has rank {1}; the launch gives {2}", argument.name, rank,
                        value.shape.size()));
  constexpr int64_t alignment = 16;
  int64_t bytes = getElementSize(argument.elementType);
  if (value.offset % alignment != 0)
    return fail(formatv("descriptor '{0}' starts at byte {1}; expected a multiple of {2}",
                        argument.name, value.offset, alignment));
  for (size_t dim = 0; dim < rank; ++dim) {
    int64_t stride = value.strides[dim];
    if (dim + 1 == rank ? stride != 1 : stride * bytes % alignment != 0)
      return fail(formatv("descriptor '{0}' has stride {1} in dimension {2}; expected {3}",
                          argument.name, stride, dim,
                          dim + 1 == rank ? std::string("1")
                                          : formatv("a multiple of {0} bytes", alignment).str()));
  }
  if (value.padsWithNaN && argument.padding.empty())
    return fail(formatv("descriptor '{0}' of {1} cannot pad with NaN", argument.name,
                        argument.elementType));
  auto write = [&](const MetadataArgument &field, int64_t number) {
    ScalarValue scalar;
    scalar.signedValue = number;
    return writeScalar(field, scalar);
  };
  for (size_t dim = 0; dim < rank; ++dim)
    if (Error error = write(argument.shape[dim], value.shape[dim]))
      return error;
  for (size_t dim = 0; dim < argument.strides.size(); ++dim)
    if (Error error = write(argument.strides[dim], value.strides[dim]))
      return error;
  for (const MetadataArgument &padding : argument.padding)
    if (Error error = write(padding, value.padsWithNaN))
      return error;
  return bindPointer(argument, value);
}

Error LaunchBinder::bindArgument(size_t index) {
  using Kind = MetadataArgument::Kind;
  const LaunchArgument &value = (*description.arguments)[index];
  const MetadataArgument &argument = metadata->arguments[index];
  if (value.kind == LaunchArgument::Kind::Descriptor && argument.kind != Kind::Descriptor)
    return fail(formatv("argument {0} '{1}' is no tensor descriptor", index, argument.name));
  if (argument.kind == Kind::Descriptor) {
    if (value.kind != LaunchArgument::Kind::Descriptor)
      return fail(formatv("argument {0} '{1}' is a tensor descriptor; the launch gives no 'shape' "
                          "and 'strides'",
                          index, argument.name));
    return bindDescriptor(argument, value);
  }
  bool pointer = argument.kind == Kind::Pointer;
  if (pointer != (value.kind == LaunchArgument::Kind::Buffer))
    return fail(formatv("argument {0} '{1}' is a {2}; the launch gives a {3}", index, argument.name,
                        pointer ? "pointer" : "scalar", pointer ? "value" : "buffer"));
  return pointer ? bindPointer(argument, value) : writeScalar(argument, value.value);
}

/// Where the metadata says so, two arguments have buffers of their own. Parts of one
/// buffer count as overlapping: how far the kernel goes is not known.
Error LaunchBinder::checkOverlap() const {
  auto find = [&](StringRef name) -> const LaunchArgument * {
    for (size_t i = 0; i < metadata->arguments.size(); ++i)
      if (metadata->arguments[i].name == name)
        return &(*description.arguments)[i];
    return nullptr;
  };
  for (const DisjointPair &pair : metadata->mustNotOverlap) {
    const LaunchArgument *first = find(pair.first), *second = find(pair.second);
    if (first && second && first->buffer == second->buffer)
      return fail(formatv("arguments '{0}' and '{1}' share buffer {2}; the kernel was compiled for "
                          "buffers that do not overlap: compile it with --overlap={3}",
                          pair.first, pair.second, first->buffer,
                          metadata->overlapMattersForSource ? "allowed" : "auto"));
  }
  return Error::success();
}

Error LaunchBinder::bindArguments() {
  size_t given = description.arguments->size();
  if (!metadata)
    return fail("the launch gives 'args', which needs launch metadata; give 'bindings' without it");
  if (given != metadata->arguments.size())
    return fail(
        formatv("takes {0} arguments; the launch gives {1}", metadata->arguments.size(), given));
  for (size_t i = 0; i < given; ++i)
    if (Error error = bindArgument(i))
      return error;
  if (metadata->log)
    if (Error error = bindLog(metadata->log->binding))
      return error;
  return checkOverlap();
}

/// What Metal's validation layer checks as well: enough bytes behind each constant struct. A buffer
/// without a binding is left for the moment when the kernel accesses it.
Error LaunchBinder::checkBindings() const {
  for (const BoundBuffer &bound : launch.buffers) {
    const KernelArgument *buffer = interface.findBuffer(bound.binding);
    uint64_t bytes = launch.storages[bound.storage].size() - bound.offset;
    if (buffer->size && *buffer->size > bytes)
      return fail(formatv("binding {0} takes {1} bytes; the launch gives {2}", bound.binding,
                          *buffer->size, bytes));
  }
  if (!metadata || !description.arguments)
    return Error::success();
  for (const KernelArgument &argument : interface.arguments) {
    if (!argument.isBuffer() || !argument.isPresent || argument.space == AddressSpace::Threadgroup)
      continue;
    if (llvm::none_of(launch.buffers,
                      [&](const BoundBuffer &bound) { return bound.binding == argument.binding; }))
      return fail(formatv("the metadata does not say what binding {0} is", argument.binding));
  }
  return Error::success();
}

Expected<Launch> LaunchBinder::bind() {
  if (Error error = bindSizes())
    return std::move(error);
  if (Error error = bindThreadgroupMemory())
    return std::move(error);
  if (Error error = description.arguments ? bindArguments() : bindRaw())
    return std::move(error);
  if (Error error = checkBindings())
    return std::move(error);
  if (Error error = bindPointers())
    return std::move(error);
  return std::move(launch);
}

Expected<Launch> bindLaunch(const LaunchDescription &description, const KernelMetadata *metadata,
                            const KernelInterface &interface, std::vector<Storage> storages) {
  return LaunchBinder(description, metadata, interface, std::move(storages)).bind();
}

} // namespace tritonmetal::executor
