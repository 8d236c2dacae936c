// Linked into sanitizer builds only. LLVM's archives are not instrumented: our
// copy of BumpPtrAllocator poisons slabs that theirs never unpoisons, a false
// "use-after-poison" at the first registered type.
extern "C" const char *__asan_default_options() { return "allow_user_poisoning=0"; }
