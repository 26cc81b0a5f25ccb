"""One file a kind of answer; factory.field_for makes the framed field of any question."""
