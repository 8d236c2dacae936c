"""readme_listings.py README.md FOLDER: the listings of the README are what we print.

FOLDER has vector_add.metal and softmax.metal. The first listing is a whole file, the
second one a kernel without the text before it.
"""
import re
import sys

readme, folder = sys.argv[1:]
with open(readme) as f:
    listings = re.findall(r"```cpp\n(.*?)```", f.read(), flags=re.S)
assert len(listings) == 2, "%d listings" % len(listings)
for listing, name in zip(listings, ("vector_add", "softmax")):
    with open("%s/%s.metal" % (folder, name)) as f:
        printed = f.read()
    if name == "softmax":
        printed = printed[printed.index("[[kernel") :]
    print(name, "is as printed" if listing == printed else "differs: update the README")
