"""Papers an office can sign: one description of a paper, written as .docx and as PDF, kept and versioned."""
