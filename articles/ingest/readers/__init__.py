"""One module a wire format; each has `read(data, file, …)`, which yields articles and problems."""
