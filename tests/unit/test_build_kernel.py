"""The build hook: with a compiler a library, without one nothing, and never a broken build."""

import ctypes
import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

needs_compiler = pytest.mark.skipif(
    not (shutil.which("cc") or shutil.which("gcc")), reason="no C compiler on this machine"
)


class Interface:
    """Stands in for hatchling's, which is there only while a wheel is built."""

    target_name = "wheel"

    def __class_getitem__(cls, _: Any) -> type["Interface"]:
        return cls


@pytest.fixture
def hook(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module `build_kernel.py`."""
    name = "hatchling.builders.hooks.plugin.interface"
    stand_in = ModuleType(name)
    stand_in.BuildHookInterface = Interface  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, name, stand_in)
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.delenv("UNSPIRAL_NO_KERNEL", raising=False)
    spec = importlib.util.spec_from_file_location("build_kernel", root / "build_kernel.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fake_compiler(folder: Path, script: str) -> Path:
    compiler = folder / "cc"
    compiler.write_text(f"#!{sys.executable}\n{script}\n", "utf-8")
    compiler.chmod(0o755)
    return compiler


def test_without_a_compiler_there_is_no_library(
    hook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hook.compiled(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("word", ["sweep.c", "-shared"])
def test_a_compiler_that_fails_leaves_it_out_without_a_word(
    hook: Any, tmp_path: Path, word: str, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """At the first file, or when all objects are there."""
    fails = f"import sys; print('no'); sys.exit(any('{word}' in one for one in sys.argv))"
    monkeypatch.setenv("CC", str(fake_compiler(tmp_path, fails)))
    assert hook.compiled(tmp_path) is None
    assert capfd.readouterr() == ("", "")


def test_a_compiler_that_cannot_be_started_leaves_it_out(
    hook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", str(tmp_path / "none"))
    assert hook.compiled(tmp_path) is None


@pytest.mark.parametrize("version", ["standard", "editable"])
def test_a_wheel_without_the_kernel_stays_pure(
    hook: Any, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "compiled", lambda folder: None)
    build: dict[str, Any] = {"force_include": {}, "force_include_editable": {}}
    hook.KernelHook().initialize(version, build)
    assert build == {"force_include": {}, "force_include_editable": {}}


def test_a_wheel_with_it_is_bound_to_its_platform(
    hook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "compiled", lambda folder: Path("made.so"))
    build: dict[str, Any] = {"force_include": {}}
    hook.KernelHook().initialize("standard", build)
    assert build["force_include"] == {"made.so": "unspiral_kernel/sweep.so"}
    assert build["pure_python"] is False and build["tag"].startswith("py3-none-")


def test_it_can_be_left_out_by_asking(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook, "compiled", lambda folder: Path("made.so"))
    monkeypatch.setenv("UNSPIRAL_NO_KERNEL", "1")
    build: dict[str, Any] = {"force_include": {}}
    hook.KernelHook().initialize("standard", build)
    assert build == {"force_include": {}}


@needs_compiler
def test_a_compiler_gives_a_library_with_lanes(hook: Any, tmp_path: Path) -> None:
    library = hook.compiled(tmp_path)
    assert library is not None and os.path.getsize(library) > 0
    loaded = ctypes.CDLL(str(library))
    assert (loaded.lanes(4), loaded.lanes(8) in (4, 8)) == (4, True)
    assert loaded.sweeps is not None
