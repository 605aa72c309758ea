// node bench/bare.cjs FILE...: splits each file into its elements and gives each to JSON.parse: the least that any JavaScript
// program does to look at every user. Lines for NDJSON (packed or not); a document or pages are cut at the braces of their elements.
const { createReadStream, openSync, readSync } = require('node:fs')

void main()

async function main() {
  let elements = 0
  for (const file of process.argv.slice(2)) elements += file.endsWith('.gz') ? await packed(file) : file.endsWith('.ndjson') ? lines(file) : values(file)
  if (elements === 0) throw new Error('nothing was parsed')
}

function* chunks(file) {
  const fd = openSync(file, 'r')
  const buffer = Buffer.allocUnsafe(1 << 20)
  for (let length; (length = readSync(fd, buffer)) > 0; ) yield buffer.subarray(0, length)
}

function lines(file) {
  const next = liner()
  for (const chunk of chunks(file)) next.take(chunk)
  return next.end()
}

async function packed(file) {
  const next = liner()
  for await (const chunk of createReadStream(file).pipe(require('node:zlib').createGunzip({ chunkSize: 1 << 18 }))) next.take(chunk)
  return next.end()
}

function liner() {
  let rest = ''
  let count = 0
  return {
    take(chunk) {
      const parts = (rest + chunk.toString('latin1')).split('\n')
      rest = parts.pop()
      for (const line of parts) count += look(line)
    },
    end: () => count + (rest === '' ? 0 : look(rest)),
  }
}

function values(file) {
  let text = ''
  let count = 0
  let [at, depth, start, inString] = [0, 0, 0, false]
  for (const chunk of chunks(file)) {
    text += chunk.toString('latin1')
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at)
      if (inString) {
        if (c === 92) at++
        else if (c === 34) inString = false
      } else if (c === 34) inString = true
      else if (c === 123 && ++depth === 2) start = at
      else if (c === 125 && --depth === 1) count += look(text.slice(start, at + 1))
    }
    if (depth >= 2) [text, at, start] = [text.slice(start), at - start, 0]
    else [text, at] = ['', 0]
  }
  return count
}

function look(element) {
  JSON.parse(element)
  return 1
}
