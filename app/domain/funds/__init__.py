"""The ledger: money from its source to the project, the contract, the payment and the household, always balanced."""
