// Tablets and stickers: an invite that a tablet can scan, and a sheet that a printer can print.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'
import { assertQuiet, hasServer, openOffice } from './office.mjs'

test('tablets and stickers', { skip: !hasServer && 'no server named' }, async (t) => {
  const office = await openOffice()
  t.after(() => office.close())

  await t.test('an invite shows its code, its text and the ten minutes it lasts', async () => {
    const { page, errors, close } = await office.at('/tablets')
    await page.getByTestId('invite').click()
    await page.getByTestId('invite-technician').click()
    await page.getByRole('option').first().click()
    await page.getByTestId('invite-make').click()
    const code = page.getByTestId('invite-qr')
    await code.waitFor()
    assert.ok(await code.evaluate((image) => image.complete && image.naturalWidth > 0), 'the code is drawn')
    assert.match(await page.getByTestId('invite-left').innerText(), /^(9:[0-5]\d|10:00)$/)
    await page.getByText('As text').click()
    assert.match(await page.getByTestId('invite-text').innerText(), /^FELTBOK1\.[\w-]+\.[\w-]+$/)
    assertQuiet(errors)
    await close()
  })

  await t.test('chosen machines become a PDF of stickers from the label that was pressed', async () => {
    const { page, errors, close } = await office.at('/stickers')
    await page.getByTestId('machine-row').first().waitFor()
    for (const nth of [0, 1, 2]) await page.getByTestId('machine-row').nth(nth).getByRole('checkbox').check()
    await page.locator('input[name=first-label]').nth(4).check({ force: true })
    const download = page.waitForEvent('download')
    await page.getByTestId('print').click()
    const pdf = await readFile(await (await download).path())
    assert.equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-')
    assertQuiet(errors)
    await close()
  })
})
