"""The committed notebooks are run, tidy, and the same as their sources."""

import build_notebooks
import nbformat
import pytest

NOTEBOOKS = sorted(build_notebooks.NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture
def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_notebook_holds_the_cells_of_its_source():
    assert build_notebooks.out_of_sync() == []


def test_a_difference_between_notebook_and_source_is_noticed(tmp_path, monkeypatch):
    for folder in ("SOURCES", "NOTEBOOKS"):
        (tmp_path / folder).mkdir()
        monkeypatch.setattr(build_notebooks, folder, tmp_path / folder)
    source = tmp_path / "SOURCES" / "01_a.py"
    source.write_text("# %% [markdown]\n# Title\n\n# %%\nprint(1)\n")
    assert "has no notebook" in build_notebooks.out_of_sync()[0]
    nbformat.write(build_notebooks.read_source(source), tmp_path / "NOTEBOOKS" / "01_a.ipynb")
    assert build_notebooks.out_of_sync() == []
    source.write_text(source.read_text().replace("print(1)", "print(2)"))
    assert "differ" in build_notebooks.out_of_sync()[0]
    source.unlink()
    assert "has no source" in build_notebooks.out_of_sync()[0]


def test_two_builds_are_byte_identical(tmp_path, monkeypatch):
    for folder in ("SOURCES", "NOTEBOOKS"):
        (tmp_path / folder).mkdir()
        monkeypatch.setattr(build_notebooks, folder, tmp_path / folder)
    source = tmp_path / "SOURCES" / "01_a.py"
    source.write_text("# %%\nimport ipywidgets\nipywidgets.IntSlider()\n\n# %%\nfor i in range(3):\n    print(i)\n")
    build_notebooks.build(source)
    first = (tmp_path / "NOTEBOOKS" / "01_a.ipynb").read_bytes()
    build_notebooks.build(source)
    assert (tmp_path / "NOTEBOOKS" / "01_a.ipynb").read_bytes() == first
    assert build_notebooks.WIDGET_VIEW.encode() not in first


def test_a_notebook_that_a_reader_has_saved_is_not_written_over(tmp_path, monkeypatch):
    for folder in ("SOURCES", "NOTEBOOKS"):
        (tmp_path / folder).mkdir()
        monkeypatch.setattr(build_notebooks, folder, tmp_path / folder)
    source, notebook = tmp_path / "SOURCES" / "01_a.py", tmp_path / "NOTEBOOKS" / "01_a.ipynb"
    source.write_text("# %%\nprint(1)\n")
    build_notebooks.build(source)
    assert not build_notebooks.is_a_readers(notebook)
    document = nbformat.read(notebook, as_version=4)
    document.metadata.language_info["version"] = "3.12.1"  # as JupyterLab does
    nbformat.write(document, notebook)
    with pytest.raises(SystemExit, match="move it to another folder first"):
        build_notebooks.build(source)
    assert nbformat.read(notebook, as_version=4) == document


def test_every_code_cell_has_been_run_in_order(code_cells):
    assert [cell.execution_count for cell in code_cells] == list(range(1, len(code_cells) + 1))


def test_no_cell_failed_or_wrote_to_stderr(code_cells):
    for cell in code_cells:
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", cell.source


def test_the_kernel_is_one_that_every_machine_has(notebook):
    assert notebook.metadata.kernelspec.name == "python3"


def test_no_trace_of_the_run_that_made_it(notebook, code_cells):
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    for cell in code_cells:
        assert set(cell.metadata) <= {"slideshow", "tags"}, cell.source
        for output in cell.outputs:
            assert build_notebooks.WIDGET_VIEW not in output.get("data", {}), cell.source


def test_code_cells_are_short(code_cells):
    for cell in code_cells:
        assert cell.source.strip(), "an empty cell"
        assert len(cell.source.splitlines()) <= 15, cell.source


def test_no_cell_ends_in_a_semicolon(code_cells):
    # The semicolon hides a value in JupyterLab, but not where the outputs are compared.
    for cell in code_cells:
        assert not cell.source.rstrip().endswith(";"), cell.source


def test_file_is_small(path):
    assert path.stat().st_size < 2_000_000
