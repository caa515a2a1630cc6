"""The patient screen: header, lanes, the explanation of an endpoint."""
