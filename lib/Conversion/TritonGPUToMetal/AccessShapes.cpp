#include "AccessShapes.h"
tritonmetal::AccessShapes::AccessShapes(mlir::ModuleOp) {}
