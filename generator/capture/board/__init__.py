"""The live board worked out: `measures` counts what was entered, `frames` puts the counts on screens. Down only."""
