import { counted, digits } from '../../report/count.js'
import { isBar } from './options.js'
import { isGiven, valueOf, type Given } from '../command.js'
import type { Io } from '../io.js'

export interface BatchProgress {
  /** One more is done. */
  add(outcome: string, found: boolean): void
  end(): void
}

const barWidth = 20
/** Milliseconds between two drawings of the bar. */
const pause = 100

/** How far a run is, how fast, and how long it will take: a bar on a terminal, or a line for every twentieth. */
export function batchProgress(all: number, noun: string, given: readonly Given[], io: Io): BatchProgress {
  const clock = io.machine?.now ?? (() => 0)
  const start = clock()
  const state = { done: 0, found: 0, unread: 0, failed: 0 }
  let drawn = -pause
  const bar = isBar(given, io.isTerminal.err)
  const lines = valueOf(given, 'progress') === 'lines' && !isGiven(given, 'quiet')
  const words = (): string => progressWords(state, all, noun, clock() - start)
  return {
    add(outcome, found) {
      state.done += 1
      if (found) state.found += 1
      if (outcome === 'unread') state.unread += 1
      if (outcome === 'failed') state.failed += 1
      if (bar && (clock() - drawn >= pause || state.done === all)) {
        drawn = clock()
        const filled = Math.floor((state.done / all) * barWidth)
        io.err(`\r\u001b[K[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}]  ${words()}`.slice(0, Math.max(40, io.width + 3)))
      }
      if (lines && (state.done === all || twentieth(state.done, all) > twentieth(state.done - 1, all))) io.err(`${words()}\n`)
    },
    end() {
      if (bar) io.err('\r\u001b[K')
    },
  }
}

const twentieth = (done: number, all: number): number => Math.floor((done * 20) / all)

function progressWords({ done, found, unread, failed }: { readonly done: number; readonly found: number; readonly unread: number; readonly failed: number }, all: number, noun: string, elapsed: number): string {
  const fresh = done - found
  const each = fresh === 0 ? 0 : elapsed / fresh
  return [
    `${digits(done)} of ${counted(all, noun)}`,
    ...(failed > 0 ? [`${digits(failed)} failed`] : []),
    ...(unread > 0 ? [`${digits(unread)} unread`] : []),
    ...(found > 0 ? [`${digits(found)} known`] : []),
    ...(elapsed > 0 ? [`${rate((done * 1000) / elapsed)} a second`] : []),
    ...(each > 0 && done < all ? [`${duration((each * (all - done)) / 1000)} left`] : []),
  ].join(', ')
}

const rate = (perSecond: number): string => (perSecond >= 10 ? digits(Math.round(perSecond)) : perSecond.toFixed(1))

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
