/** Lets whoever runs hear of other things: of Ctrl-C, or of memory that nobody needs any more. */
export function turn(): Promise<void> {
  return new Promise(resolve => void setImmediate(resolve))
}
