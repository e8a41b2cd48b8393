// What a colour says; every component that shows a state uses these words.
export type Tone = 'ink' | 'fjord' | 'grey' | 'green' | 'amber' | 'red'

export const toneText: Record<Tone, string> = {
  ink: 'text-ink',
  fjord: 'text-fjord',
  grey: 'text-grey',
  green: 'text-green',
  amber: 'text-amber',
  red: 'text-red',
}

export const toneBorder: Record<Tone, string> = {
  ink: 'border-ink',
  fjord: 'border-fjord',
  grey: 'border-grey',
  green: 'border-green',
  amber: 'border-amber',
  red: 'border-red',
}

/** The 4-px edge at the start side. */
export const toneEdge: Record<Tone, string> = {
  ink: 'border-s-ink',
  fjord: 'border-s-fjord',
  grey: 'border-s-grey',
  green: 'border-s-green',
  amber: 'border-s-amber',
  red: 'border-s-red',
}
