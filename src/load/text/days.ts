/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** What to write instead of a text that is no day. */
export function dayHint(text: string): string {
  const [, year, month] = /^([0-9]{4})-(0[1-9]|1[0-2])-[0-9]{2}$/.exec(text) ?? []
  if (year === undefined || month === undefined) return "write it as 'YYYY-MM-DD'"
  return `the last day of that month is '${new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10)}'`
}
