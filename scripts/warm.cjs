// node scripts/warm.cjs PROGRAM.cjs CACHE FOLDER ARGV...: runs the program once and keeps what V8 compiled for it.
// A process of its own, without a loader: V8 takes a cache back only under the flags it was made with (scripts/load-program.ts).
const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')
const { createRequire } = require('node:module')

const [program, cache, folder, ...argv] = process.argv.slice(2)
const filename = path.resolve(program)
const target = path.resolve(cache)
if (Number.parseInt(process.versions.v8, 10) <= 13) require('node:v8').setFlagsFromString('--interrupt-budget=1000000')
const script = new vm.Script(fs.readFileSync(filename, 'latin1'), { filename })
const loaded = { exports: {} }
script.runInThisContext()(loaded.exports, createRequire(filename), loaded, filename)
process.chdir(folder)
loaded.exports.run(argv).then((code) => {
  fs.writeFileSync(target, script.createCachedData())
  process.exitCode = code > 1 ? code : 0
})
