import type { BatchProblem } from '../model/batch.js'
import { count, key, object, oneOf, text } from './schema-words.js'

/** A problem, in the answers to many checks and to many tests. */
export const problemSchema = object<BatchProblem>('Something wrong or odd about a file', {
  file: key('The file.', text),
  line: key('Its line, from 1.', count),
  column: key('Its column, from 1.', count),
  severity: key('An error is why it could not be read.', oneOf('error', 'warning', 'info')),
  code: key('What kind of problem.', text),
  message: key('One sentence.', text),
  hint: key('What to do about it.', text),
}, ['line', 'column', 'hint'])
