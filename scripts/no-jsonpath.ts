/** Stands in for jsonpath-plus in the program: rules may not use `path`, so 200 kB of expression evaluator stay outside. */
export function JSONPath(): never {
  throw new Error('a rule has a `path`; loading should have refused it')
}
