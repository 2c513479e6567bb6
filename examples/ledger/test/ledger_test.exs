defmodule LedgerTest do
  use ExUnit.Case, async: true

  setup do
    {:ok, ada} = Account.open("Ada", 100)
    {:ok, joe} = Account.open("Joe", 20)
    %{ada: ada, joe: joe}
  end

  test "a transfer moves the money", %{ada: ada, joe: joe} do
    assert {:ok, 30} = Ledger.transfer(ada, joe, 30)
    assert Account.balance(ada) == 70
    assert Account.balance(joe) == 50
  end

  test "nobody can send what they do not have", %{ada: ada, joe: joe} do
    assert {:error, {:missing, 30}} = Ledger.transfer(joe, ada, 50)
    assert Account.balance(joe) == 20
  end

  test "no transfer makes money", %{ada: ada, joe: joe} do
    before = Ledger.total([ada, joe])

    for {from, to, amount} <- [{ada, joe, 10}, {joe, ada, 5}, {ada, ada, 25}] do
      Ledger.transfer(from, to, amount)
    end

    assert Ledger.total([ada, joe]) == before
  end
end
