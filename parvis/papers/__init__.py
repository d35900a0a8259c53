"""Whatever leaves as a file: pages set by Typst, charts and maps drawn as SVG."""
