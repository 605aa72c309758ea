import { isGiven, type Invocation } from '../command.js'
import { isPattern } from '../find-files.js'
import { absolute } from '../paths.js'

/** Whether more than one plan or tenant may be meant. What is asked decides, not how many are found: the form of the answer hangs on it. */
export async function isBatch({ words, given, io }: Invocation): Promise<boolean> {
  if (words.length > 1 || ['plans', 'tenants', 'shard'].some(name => isGiven(given, name))) return true
  if (given.filter(({ name }) => name === 'tenant').length > 1) return true
  const [word] = words
  if (word === undefined || /\.(?:ya?ml|json)$/i.test(word)) return word !== undefined && isPattern(word) && (await io.files.stat(absolute(word, io))) === undefined
  return isPattern(word) || (await io.files.stat(absolute(word, io)))?.kind === 'folder'
}
