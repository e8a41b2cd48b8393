// Debian's Chromium with the switches that keep it quiet and offline.
import { chromium } from 'playwright-core'

export function launch(extra = []) {
  return chromium.launch({
    executablePath: process.env.FELTBOK_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...extra],
  })
}
