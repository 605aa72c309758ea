import { allocate, enlarged, hashOf, isSame } from './bytes'

/** Runs of bytes as small numbers: equal runs have the same, different runs never do. An open table: hashes narrow down, bytes decide. */
@unmanaged
export class Runs {
  table: usize
  mask: u32
  hashes: usize
  starts: usize
  room: u32
  data: usize
  dataRoom: u32
  size: u32
  mostRuns: u32
  mostBytes: u32
}

export const full: u32 = 0xffffffff

export function runs(mostRuns: u32, mostBytes: u32): Runs {
  const made = changetype<Runs>(allocate(offsetof<Runs>()))
  made.mask = 0xff
  made.table = allocate(0x100 << 2)
  made.room = 0x80
  made.hashes = allocate(made.room << 2)
  made.starts = allocate((made.room + 1) << 2)
  made.dataRoom = 0x1000
  made.data = allocate(made.dataRoom)
  made.mostRuns = mostRuns
  made.mostBytes = mostBytes
  return made
}

export function startOf(set: Runs, run: u32): u32 {
  return load<u32>(set.starts + (run << 2))
}

/** `full`: there is no room for another one. */
export function runOf(set: Runs, from: usize, to: usize): u32 {
  const hash = hashOf(from, to)
  const slot = slotOf(set, from, to, hash)
  const known = load<u32>(slot)
  return known ? known - 1 : add(set, from, to, hash, slot)
}

/** The same of a run that must be there already; `full`: it is not. */
export function findRun(set: Runs, from: usize, to: usize): u32 {
  return load<u32>(slotOf(set, from, to, hashOf(from, to))) - 1
}

/** Where the run's number, and one, stands; or where it belongs. */
function slotOf(set: Runs, from: usize, to: usize, hash: u32): usize {
  let slot = hash & set.mask
  while (true) {
    const at = set.table + (slot << 2)
    const known = load<u32>(at)
    if (!known) return at
    if (isRun(set, known - 1, from, to, hash)) return at
    slot = (slot + 1) & set.mask
  }
}

function isRun(set: Runs, run: u32, from: usize, to: usize, hash: u32): bool {
  if (load<u32>(set.hashes + (run << 2)) !== hash) return false
  const start = startOf(set, run)
  return startOf(set, run + 1) - start === u32(to - from) && isSame(set.data + start, from, to - from)
}

function add(set: Runs, from: usize, to: usize, hash: u32, slot: usize): u32 {
  const run = set.size
  const start = startOf(set, run)
  const end = start + u32(to - from)
  if (run === set.mostRuns || end > set.mostBytes) return full
  if (end > set.dataRoom) {
    const room = max(end, set.dataRoom << 1)
    set.data = enlarged(set.data, start, room)
    set.dataRoom = room
  }
  if (run === set.room) {
    set.hashes = enlarged(set.hashes, set.room << 2, set.room << 3)
    set.starts = enlarged(set.starts, (set.room + 1) << 2, ((set.room << 1) + 1) << 2)
    set.room <<= 1
  }
  memory.copy(set.data + start, from, to - from)
  store<u32>(set.hashes + (run << 2), hash)
  store<u32>(set.starts + ((run + 1) << 2), end)
  store<u32>(slot, run + 1)
  set.size = run + 1
  if (set.size << 1 > set.mask) rehash(set)
  return run
}

function rehash(set: Runs): void {
  set.mask = (set.mask << 1) | 1
  set.table = allocate((set.mask + 1) << 2)
  for (let run: u32 = 0; run < set.size; run++) {
    let slot = load<u32>(set.hashes + (run << 2)) & set.mask
    while (load<u32>(set.table + (slot << 2))) slot = (slot + 1) & set.mask
    store<u32>(set.table + (slot << 2), run + 1)
  }
}
