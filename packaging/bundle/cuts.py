"""What is left out of the program, and why it can be.

Found by leaving parts out of a trial build until its self-test failed. What looks superfluous and is not:
networkx, sympy, torch.onnx, torch._inductor and torch.testing._internal are imported by torch itself, and
torch's own .py sources are read by `inspect` when an optimizer or a compiled function is made.
"""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

from bundle.flavors import Flavor

Entry = tuple[str, str, str]

_EXCLUDED = (
    # Training and evaluation are for developers; the network that fills needs neither timm nor torchvision.
    "engine.training",
    "engine.evaluation",
    "timm",
    "torchvision",
    "huggingface_hub",
    "hf_xet",
    "torch.utils.tensorboard",
    "tensorboard",
    # Compilers of GPU code that is never generated here.
    "triton",
    "numba.cuda.tests",
    "numba.tests",
    "llvmlite.tests",
    # The program never talks to a network.
    "PySide6.QtNetwork",
    # Parts of SciPy and scikit-image that biharmonic bridging and the sample do not touch.
    "scipy.fft",
    "scipy.integrate",
    "scipy.interpolate",
    "scipy.io",
    "scipy.optimize",
    "scipy.signal",
    "scipy.stats",
    "skimage.feature",
    "skimage.filters.rank",
    "skimage.future",
    "skimage.graph",
    "skimage.metrics",
    "skimage.registration",
    "skimage.segmentation",
    "skimage.transform",
    # GNU readline is under the GPL, and nobody types at this program.
    "readline",
    # AVIF is no format of ours.
    "PIL._avif",
    # What packages would like to have and do without.
    "matplotlib",
    "pandas",
    "IPython",
    "tkinter",
    "setuptools",
    "pip",
    "wheel",
    "yaml",
    "pytest",
    "pooch",
)
_EXCLUDED_CPU = ("gsplat", "jaxtyping", "rich", "ninja", "cuda", "numba.cuda")

_HIDDEN = (
    "engine.session",
    "_libvips",
    "rawpy",
    "pi_heif",
    "skimage.data",
    "skimage.restoration",
    "skimage._shared.geometry",  # imported by compiled code
    "numba._devicearray",  # asked for although numba's CUDA half is left out
)

_DROPPED = (
    "torch/test/*",
    "torch/bin/[!t]*",
    "torch/bin/test*",
    "torch/include/*",
    "torch/share/*",
    "torch/lib/*.a",
    "torch/lib/*.lib",
    "gsplat/cuda/csrc/*",
    "gsplat/cuda/include/*",
    "triton/*",
    "numba/cuda/tests/*",
    "*/tests/*.py",
    # Qt: no 3D, no web, no remote or embedded screens, no tablets of the nineties.
    # Of Qt's own translations, those of the dialogs' buttons stay.
    "PySide6/Qt/translations/[!q]*",
    "PySide6/Qt/translations/qt_*",
    "PySide6/Qt/translations/qt[!b]*",
    "PySide6/Qt/plugins/platforms/libqeglfs*",
    "PySide6/Qt/plugins/platforms/libqvnc*",
    "PySide6/Qt/plugins/platforms/libqlinuxfb*",
    "PySide6/Qt/plugins/platforms/libqminimalegl*",
    "PySide6/Qt/plugins/platforms/libqvkkhrdisplay*",
    "PySide6/Qt/plugins/platformthemes/libqgtk3*",
    "PySide6/Qt/plugins/tls/*",
    "PySide6/Qt/plugins/networkinformation/*",
    "PySide6/Qt/plugins/egldeviceintegrations/*",
    "PySide6/Qt/plugins/generic/libqtuio*",
    "PySide6/Qt/plugins/qmltooling/*",
    "PySide6/Qt/plugins/imageformats/libqpdf*",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboard*",
    "libQt6Network*",
    "libQt6Qml*",
    "libQt6Quick*",
    "libQt6VirtualKeyboard*",
    "libQt6Pdf*",
    "libQt6EglFS*",
    "PySide6/Qt/lib/libQt6Network*",
    "PySide6/Qt/lib/libQt6Qml*",
    "PySide6/Qt/lib/libQt6Quick*",
    "PySide6/Qt/lib/libQt6VirtualKeyboard*",
    "PySide6/Qt/lib/libQt6Pdf*",
    "PySide6/Qt/lib/libQt6EglFS*",
    # The sample is one photograph.
    "skimage/data/[!_r]*",
)

STRIPPED = (
    "torch/lib/libtorch_cpu.so",
    "torch/lib/libtorch_cuda.so",
    "torch/lib/libtorch_python.so",
    "llvmlite/binding/libllvmlite.so",
    "libpython3*.so*",
    "python3*/lib-dynload/*.so",
)
"""Libraries whose symbol tables are 140 MB that only a debugger reads; the rest comes stripped."""


def excluded_modules(flavor: Flavor) -> list[str]:
    """Modules that the analysis must not follow."""
    return [*_EXCLUDED, *(_EXCLUDED_CPU if flavor is Flavor.CPU else ())]


def hidden_imports(flavor: Flavor) -> list[str]:
    """Modules that are imported where the analysis cannot see it."""
    return [*_HIDDEN, *(["gsplat.cuda._wrapper"] if flavor is Flavor.CUDA else [])]


def is_dropped(destination: str) -> bool:
    """Whether a collected file, by its place in the program, is left out after all."""
    place = destination.replace("\\", "/")
    return any(fnmatch(place, pattern) for pattern in _DROPPED)


def without_orphans(binaries: list[Entry], needs: Callable[[str], set[str]]) -> list[Entry]:
    """Leaves out system libraries that only left-out files had asked for, GTK for instance.

    Args:
        binaries: (place in the program, path on this machine, kind) of each.
        needs: The file names of the libraries that a file links to, by its path.

    Returns:
        What is asked for by something that stays; modules, plugins and Python's own library always stay.
    """

    def is_asked(place: str) -> bool:
        is_module = not fnmatch(Path(place).name, "lib*.so*") or place.startswith("libpython")
        # Beside system libraries in the top folder, those that wheels bring along in a folder of theirs.
        return is_module or not ("/" not in place or Path(place).parent.name.endswith(".libs"))

    wanted = {path: needs(path) for _, path, _ in binaries}
    kept = [entry for entry in binaries if is_asked(entry[0])]
    candidates = [entry for entry in binaries if not is_asked(entry[0])]
    while True:
        asked = {name for _, path, _ in kept for name in wanted[path]}
        found = [entry for entry in candidates if Path(entry[0]).name in asked]
        if not found:
            return kept
        kept += found
        candidates = [entry for entry in candidates if entry not in found]
