// "Read" without looking: a short buzz and a short tone.

const BUZZ_MS = 60
const TONE_HZ = 1760
const TONE_S = 0.09
const LOUDNESS = 0.12

let audio: AudioContext | null = null

/** Both where the device has them; neither is ever waited for. */
export function signalRead(): void {
  navigator.vibrate?.(BUZZ_MS)
  try {
    audio ??= new AudioContext()
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    const end = audio.currentTime + TONE_S
    tone.frequency.value = TONE_HZ
    volume.gain.setValueAtTime(LOUDNESS, audio.currentTime)
    volume.gain.exponentialRampToValueAtTime(0.001, end)
    tone.connect(volume).connect(audio.destination)
    tone.start()
    tone.stop(end)
  } catch {
    // No sound device: the frame around the code and the words say the same.
  }
}
