"""What goes where no server of ours runs: forms for other services, and pages that stand on any host."""
