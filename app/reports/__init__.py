"""PDF documents, one file a document."""
