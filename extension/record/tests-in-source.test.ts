import assert from 'node:assert/strict';
import { testAtLine, testsInSource } from './tests-in-source.ts';

const SOURCE = `defmodule Shop.CartTest do
  use ExUnit.Case, async: true

  @moduledoc """
  test "this is only documentation" do
  """

  describe "add/2" do
    test "adds an item", %{cart: cart} do
      assert Shop.Cart.add(cart, :apple) == [:apple]
    end

    # test "not this one" do
    test("with \\"quotes\\" in its name") do
    end
  end

  property "totals are never negative" do
  end
end
`;

describe('tests in an ExUnit file', () => {
  const tests = testsInSource(SOURCE);

  it('are found with their lines, not in comments and not in heredocs', () => {
    assert.deepEqual(tests, [
      { kind: 'describe', name: 'add/2', line: 8 },
      { kind: 'test', name: 'adds an item', line: 9 },
      { kind: 'test', name: String.raw`with \"quotes\" in its name`, line: 14 },
      { kind: 'property', name: 'totals are never negative', line: 18 },
    ]);
  });

  it('are found from the line of the cursor', () => {
    assert.equal(testAtLine(tests, 10)?.name, 'adds an item');
    assert.equal(testAtLine(tests, 8)?.kind, 'describe');
    assert.equal(testAtLine(tests, 2), null);
  });
});
