import assert from 'node:assert/strict';
import { SHOP, useFilm } from './harness/film.ts';

describe('the film by keyboard alone', function () {
  this.timeout(90_000);
  const film = useFilm({ trace: SHOP });
  const page = () => film().page;
  afterEach(() => assert.deepEqual(film().errors, []));

  /** What has the focus: its role and name. Null: nothing of the page. */
  const focused = (): Promise<string | null> =>
    page().evaluate<string | null>(() => {
      let one = document.activeElement;
      while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
      if (one === null || one === document.body) return null;
      const name = one.getAttribute('aria-label') ?? one.textContent.trim();
      const isSeen = one.getBoundingClientRect().width > 0;
      return `${one.getAttribute('role') ?? one.localName}: ${name.slice(0, 40)}${isSeen ? '' : ' (not seen)'}`;
    });
  /** Everything that Tab comes to from the tab that has the focus, until it comes round. */
  const walk = async (): Promise<readonly string[]> => {
    const first = await focused();
    const stops = [first ?? ''];
    for (let tab = 0; tab < 120; tab++) {
      await page().keyboard.press('Tab');
      const stop = await focused();
      if (stop === first) break;
      if (stop !== null) stops.push(stop);
    }
    return stops;
  };

  for (const tab of ['Lanes', 'Tree', 'Sequence', 'Calls', 'Processes']) {
    it(`comes to everything of the tab ${tab} with Tab, and each has a name`, async () => {
      await page().getByRole('tab', { name: tab }).focus();
      await page().keyboard.press('Enter');
      await film().idle();
      const stops = await walk();
      assert.ok(stops.length > 30 && stops.length < 100, stops.join('\n'));
      assert.deepEqual(
        stops.filter((stop) => /: *$|not seen/.test(stop)),
        [],
        stops.join('\n'),
      );
      // Toolbar first, then the picture, then what is beside it.
      const at = (pattern: RegExp): number => stops.findIndex((stop) => pattern.test(stop));
      const picture = at(/^(application|tree|listbox|grid): /);
      assert.ok(at(/^tab: /) === 0 && picture > at(/^button: .*Zoom in/), stops.join('\n'));
      assert.ok(at(/Next event of this process/) > picture, stops.join('\n'));
    });
  }

  it('reads the inspector as headings, lists and trees', async () => {
    const crash = await film().state<number>('state.opening.crashes[0]');
    await page().evaluate(`window.cinema.app.actions.goTo(${crash})`);
    await film().idle();
    const read = await page().getByRole('region', { name: 'Inspector' }).ariaSnapshot();
    assert.match(read, /heading "Crash" \[level=2\]/);
    assert.match(read, /heading "FunctionClauseError" \[level=3\]/);
    assert.match(read, /button "Next event of this process"/);
    assert.match(read, /tree "Crash"/);
    assert.match(read, /treeitem "reason: [^]*function_clause/);
    assert.match(read, /list "Stack, innermost first"/);
  });

  it('reads the chooser and the lists of the other pictures', async () => {
    const isOpen = await film().state<boolean>('state.chooserOpen');
    if (!isOpen) await page().evaluate('window.cinema.app.store.set({ chooserOpen: true })');
    await film().idle();
    const chooser = await page().locator('.choose').ariaSnapshot();
    for (const said of [/searchbox "Filter processes by text"/, /combobox "Under"/, /combobox "Module"/, /checkbox "Calls/, /textbox "Name of the view to save"/]) assert.match(chooser, said); // prettier-ignore
    for (const [tab, said] of [
      ['Tree', /treeitem "[^"]*Shop\.Supervisor/],
      ['Sequence', /option "message from [^"]*Shop\./],
      ['Calls', /treeitem "[^"]*Shop\.Payment\.handle_call\/3/],
      ['Processes', /row "[^"]*Shop\.Cart/],
    ] as const) {
      await page().getByRole('tab', { name: tab }).focus();
      await page().keyboard.press('Enter');
      await film().idle();
      assert.match(await page().locator('main').first().ariaSnapshot(), said, tab);
    }
  });
});
