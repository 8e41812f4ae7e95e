"""Import-linter contract: a feature's inner modules are for that feature alone."""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FeaturePrivateContract(Contract):
    """`<feature>.<private>` may be imported only by `<feature>.*` or a listed root."""

    root = fields.StringField()
    private = fields.SetField(subfield=fields.StringField())
    allowed_importers = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        # A field holds its value once the contract is made; its class does not say so.
        private = cast("set[str]", self.private)
        allowed = cast("set[str]", self.allowed_importers or set())
        breaches = [
            (importer, module)
            for feature in graph.find_children(str(self.root))
            for module in (f"{feature}.{name}" for name in private)
            if module in graph.modules
            for importer in graph.find_modules_that_directly_import(module)
            if not importer.startswith(f"{feature}.") and importer != feature and importer not in allowed
        ]
        return ContractCheck(kept=not breaches, metadata={"breaches": sorted(breaches)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, module in check.metadata["breaches"]:
            output.print_error(f"{importer} imports {module}, which is private to its feature.")
