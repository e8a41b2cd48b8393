import { expect, it } from 'vitest'
import { uuidv7 } from '../src/lib/uuid.js'

it('ids are of version 7 and sort by when they were made', () => {
  const [early, late] = [uuidv7(1_700_000_000_000), uuidv7(1_700_000_000_001)]
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(early < late).toBe(true)
})
