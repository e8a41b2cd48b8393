// Between instants and what the clock on the customer's wall shows.
import { parseAbsolute, parseDateTime, toCalendarDateTime, toZoned } from '@internationalized/date'

/** Date and time to the minute, as `2026-03-02` and `09:05`, in the site's zone. */
export function wallTime(instant: string, timeZone: string): { date: string; time: string } {
  const [date = '', time = ''] = toCalendarDateTime(parseAbsolute(instant, timeZone)).toString().split('T')
  return { date, time: time.slice(0, 5) }
}

/** The instant at which the wall clock shows the time; in the hour that a clock change skips, the one after it. */
export function instantAt(date: string, time: string, timeZone: string): string {
  return toZoned(parseDateTime(`${date}T${time}:00`), timeZone).toAbsoluteString()
}
