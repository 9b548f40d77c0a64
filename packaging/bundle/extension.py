"""gsplat's CUDA kernels, compiled ahead where there is a CUDA toolkit: nobody who gets the program has one.

Without them the program runs the same network on the GPU and renders its field with the reference
rasterizer there; `lacuna info` and the log say so.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bundle.flavors import BuildError, run

ARCHITECTURES = "7.5;8.0;8.6;8.9;9.0+PTX"
"""Turing to Hopper as machine code; later cards compile the last one's intermediate code themselves."""

# Run by the build environment's Python: name and flags as gsplat's own setup has them.
_CODE = """
import sys
from glob import glob
from importlib.util import find_spec
from pathlib import Path

from torch.utils.cpp_extension import load

cuda = Path(find_spec("gsplat").origin).parent / "cuda"
sources = [path for kind in ("cu", "cpp") for path in sorted(glob(f"{cuda}/csrc/*.{kind}"))]
load(
    name="csrc",
    sources=[*sources, f"{cuda}/ext.cpp"],
    extra_cflags=["-O3", "-Wno-attributes"],
    extra_cuda_cflags=["-O3", "-use_fast_math"],
    extra_include_paths=[f"{cuda}/include", f"{cuda}/csrc/third_party/glm"],
    build_directory=sys.argv[1],
    is_python_module=False,
)
"""


def compile_extension(python: Path, folder: Path) -> str:
    """Compiles the kernels to `folder/csrc.so`; minutes on many cores, an hour on two.

    Returns:
        What to tell whoever builds: that they are there, or why not.
    """
    if (folder / "csrc.so").exists():
        return "gsplat's kernels are compiled already"
    if shutil.which("nvcc") is None:
        return "no CUDA toolkit here: gsplat's kernels are left out, the reference rasterizer runs instead"
    work = folder.parent / "gsplat-objects"
    work.mkdir(parents=True, exist_ok=True)
    architectures = os.environ.get("TORCH_CUDA_ARCH_LIST", ARCHITECTURES)
    try:
        run([str(python), "-c", _CODE, str(work)], "compiling gsplat", TORCH_CUDA_ARCH_LIST=architectures)
    except BuildError as error:
        return f"gsplat's kernels are left out, the reference rasterizer runs instead: {error}"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(next(work.glob("csrc.*so")) if not (work / "csrc.so").exists() else work / "csrc.so", folder)
    return f"gsplat's kernels compiled for {architectures}"
