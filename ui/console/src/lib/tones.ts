// Text colours by what they say; the words beside them say it too.
import type { Tone } from '@feltbok/shared/components'

export const toneText: Record<Tone, string> = {
  ink: 'text-ink',
  fjord: 'text-fjord',
  grey: 'text-grey',
  green: 'text-green',
  amber: 'text-amber',
  red: 'text-red',
}
