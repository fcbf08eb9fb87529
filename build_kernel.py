"""Build hook: compiles the optional kernel of the learner into the wheel, where a compiler is.

Without one, or when anything goes wrong, the wheel is made without it and says nothing: the
plain kernel gives the same answers, only slower. `unspiral doctor` says which one runs.
"""

import os
import platform
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path(__file__).parent / "src" / "kernel"
TARGET = "unspiral_kernel/sweep.so"
COMMON = ("-O3", "-std=c11", "-fPIC", "-fvisibility=default", "-Wno-psabi")
BASE = ("base", 4, ())
AVX = (
    ("avx2", 4, ("-mavx2", "-mfma")),
    ("avx512", 8, ("-mavx512f", "-mavx512dq", "-mfma", "-mprefer-vector-width=512")),
)


class KernelHook(BuildHookInterface[Any]):
    """Adds the library to the wheel, ordinary or editable, as a package of its own."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is put together."""
        if self.target_name != "wheel" or os.environ.get("UNSPIRAL_NO_KERNEL"):
            return
        library = compiled(Path(tempfile.mkdtemp(prefix="unspiral-kernel-")))
        if library is None:
            return
        place = "force_include_editable" if version == "editable" else "force_include"
        build_data[place][str(library)] = TARGET
        build_data["pure_python"] = False
        plain = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{plain}"


def compiled(folder: Path) -> Path | None:
    """The library in `folder`, or None: no compiler, or none that takes this source."""
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
    if not compiler or os.name != "posix":
        return None
    with_avx = platform.machine() in ("x86_64", "AMD64")
    builds = (BASE, *(AVX if with_avx else ()))
    objects = []
    try:
        for name, lanes, flags in builds:
            made = folder / f"{name}.o"
            define = (f"-DLANES={lanes}", f"-DNAME=sweeps_{name}")
            run(compiler, *COMMON, *flags, *define, "-c", SOURCE / "sweep.c", "-o", made)
            objects.append(made)
        library = folder / "sweep.so"
        avx = ("-DWITH_AVX",) if with_avx else ()
        run(
            compiler,
            *COMMON,
            *avx,
            "-shared",
            SOURCE / "dispatch.c",
            *objects,
            "-lm",
            "-o",
            library,
        )
    except (subprocess.CalledProcessError, OSError):
        return None
    return library


def run(*words: object) -> None:
    """One compiler call; its talk is dropped, a failure raises."""
    quiet = subprocess.DEVNULL
    subprocess.run(list(map(str, words)), check=True, stdout=quiet, stderr=quiet)
