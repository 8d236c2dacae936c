//===- PendingOperations.cpp - Operations of a block on their way to a meeting point ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PendingOperations.h"

#include "Lowering.h"

#include "llvm/Analysis/ValueTracking.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

bool separates(const llvm::Instruction &inst, const AirCall *air) {
  if (!air)
    return inst.mayWriteToMemory() || inst.isAtomic() || inst.isVolatile();
  switch (air->group) {
  case AirGroup::Barrier:
  case AirGroup::Fence:
  case AirGroup::Atomic:
  case AirGroup::Coherent:
    return true;
  default:
    return air->operation == AirOperation::MatrixStore;
  }
}

void PendingOperations::add(const llvm::Instruction &inst, const AirCall &air, unsigned site) {
  point.sites.push_back(site);
  isProduct[&inst] = air.operation == AirOperation::MatrixMultiplyAccumulate;
}

bool PendingOperations::takesResult(const llvm::Instruction &inst, bool mayTakeProducts) const {
  return llvm::any_of(inst.operands(), [&](const Use &operand) {
    auto found = isProduct.find(operand);
    return found != isProduct.end() && !(found->second && mayTakeProducts);
  });
}

static bool isThreadPointer(const Value *value) {
  return value->getType()->isPointerTy() && value->getType()->getPointerAddressSpace() == 0;
}

bool PendingOperations::pass(const llvm::Instruction &inst, const AirCall *air, unsigned site) {
  if (empty())
    return true;
  if (auto *load = dyn_cast<LoadInst>(&inst); load && load->isSimple())
    return passLoad(*load, site);
  if (auto *store = dyn_cast<StoreInst>(&inst); store && store->isSimple())
    return passStore(*store, site);
  if (inst.isTerminator() || separates(inst, air))
    return false;
  if (auto *shuffle = dyn_cast<ShuffleVectorInst>(&inst);
      shuffle && keepsPart(*shuffle) && isProduct.lookup(shuffle->getOperand(0)) &&
      !isProduct.contains(shuffle->getOperand(1))) {
    isProduct[shuffle] = true;
    return true;
  }
  // A function may have results in variables.
  auto *call = dyn_cast<CallInst>(&inst);
  bool mayAccess = call && llvm::any_of(call->args(), isThreadPointer);
  bool multiplies = air && air->operation == AirOperation::MatrixMultiplyAccumulate;
  return !(mayAccess && !stores.empty()) && !takesResult(inst, multiplies);
}

//===----------------------------------------------------------------------===//
// Variables
//===----------------------------------------------------------------------===//

/// Nothing if it need not be in a variable.
std::optional<PendingOperations::Place> PendingOperations::findPlace(const Value *pointer,
                                                                     const Type *type) const {
  Place place;
  place.variable = getUnderlyingObject(pointer);
  if (!isa<AllocaInst>(place.variable))
    return std::nullopt;
  APInt offset(layout.getIndexTypeSizeInBits(pointer->getType()), 0);
  place.base = pointer->stripAndAccumulateConstantOffsets(layout, offset,
                                                          /*AllowNonInbounds=*/true);
  place.offset = offset.getSExtValue();
  place.size = int64_t(layout.getTypeStoreSize(const_cast<Type *>(type)).getFixedValue());
  return place;
}

/// Whether nothing there is to be stored.
bool PendingOperations::isApart(const Place &place) const {
  auto found = stores.find(place.variable);
  if (found == stores.end())
    return true;
  const Stores &ofVariable = found->second;
  if (ofVariable.base != place.base)
    return false;
  auto next = ofVariable.byOffset.lower_bound(place.offset);
  if (next != ofVariable.byOffset.end() && next->first < place.offset + place.size)
    return false;
  return next == ofVariable.byOffset.begin() ||
         std::prev(next)->first + std::prev(next)->second.size <= place.offset;
}

/// The store of these very bytes.
PendingOperations::Store *PendingOperations::findSame(const Place &place, const Type *type) {
  auto found = stores.find(place.variable);
  if (found == stores.end() || found->second.base != place.base)
    return nullptr;
  auto store = found->second.byOffset.find(place.offset);
  bool isSame = store != found->second.byOffset.end() && store->second.type == type;
  return isSame ? &store->second : nullptr;
}

bool PendingOperations::passLoad(const LoadInst &load, unsigned site) {
  if (takesResult(load, /*mayTakeProducts=*/false))
    return false;
  if (stores.empty() || !isThreadPointer(load.getPointerOperand()))
    return true;
  std::optional<Place> place = findPlace(load.getPointerOperand(), load.getType());
  if (!place)
    return false;
  if (const Store *store = findSame(*place, load.getType())) {
    point.forwarded.push_back({site, store->site});
    isProduct[&load] = true;
    return true;
  }
  return isApart(*place);
}

bool PendingOperations::passStore(const StoreInst &store, unsigned site) {
  const Type *type = store.getValueOperand()->getType();
  std::optional<Place> place = findPlace(store.getPointerOperand(), type);
  if (!place)
    return false;
  if (!takesResult(store, /*mayTakeProducts=*/false))
    return isApart(*place);
  if (takesResult(store, /*mayTakeProducts=*/true))
    return false;
  if (Store *overwritten = findSame(*place, type)) {
    point.overwritten.push_back(overwritten->site);
    overwritten->site = site;
    return true;
  }
  if (!isApart(*place))
    return false;
  Stores &ofVariable = stores[place->variable];
  ofVariable.base = place->base;
  ofVariable.byOffset[place->offset] = {site, place->size, type};
  return true;
}

MeetingPoint PendingOperations::take() {
  // Stores behind the last operation are where they should be.
  for (const auto &[variable, ofVariable] : stores)
    for (const auto &[offset, store] : ofVariable.byOffset)
      if (store.site < point.getSite())
        point.delayed.push_back(store.site);
  llvm::sort(point.delayed);
  isProduct.clear();
  stores.clear();
  return std::exchange(point, MeetingPoint());
}

} // namespace tritonmetal::executor::jit
