// Pictures of every screen for a look by eye: `node e2e/console/shots.mjs FOLDER [lang,…] [theme,…] [screen,…]`.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openOffice } from './office.mjs'
import { screens } from './screens.mjs'

const [folder = 'target/console-shots', languages = 'en,fa', themes = 'light,dark', wanted = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const office = await openOffice()
for (const language of languages.split(',')) {
  for (const theme of themes.split(',')) {
    for (const screen of screens.filter(({ name }) => wanted === '' || wanted.split(',').includes(name))) {
      const { page, errors, close } = await office.at(screen.address, { language, theme })
      try {
        await screen.act(page)
        await page.evaluate(() => document.fonts.ready)
      } catch (error) {
        console.error(`${screen.name}: ${String(error).split('\n')[0]}`)
      }
      await page.screenshot({ path: join(folder, `${screen.name}-${language}-${theme}.png`) })
      if (errors.length > 0) console.error(`${screen.name} ${language} ${theme}: ${errors.join('; ')}`)
      await close()
    }
  }
}
await office.close()
