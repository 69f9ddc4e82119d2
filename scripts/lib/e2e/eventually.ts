import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Tries until it succeeds, and returns what the attempt returned. Waits 0.1 s after the first attempt and never more than 1 s.
 * @param attempt throws (an `expect` that fails, an API error) while it isn't so yet
 * @param seconds when to give up; then the last attempt's error is thrown, with the time in its message
 */
export const eventually = async <T>(attempt: () => T | Promise<T>, seconds = 60): Promise<T> => {
  const end = performance.now() + seconds * 1000
  for (let pause = 100; ; pause = Math.min(pause * 1.5, 1000))
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() + pause > end) {
        if (error instanceof Error) error.message = `not within ${seconds} s: ${error.message}`
        throw error
      }
      await sleep(pause)
    }
}
