using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Keeps an account's mark ahead of what its writer gives out, a block at a time, so that this costs next to nothing. Used by the account's writer.
/// </summary>
internal sealed class AccountMarks(RegistryFile registry, AccountId account)
{
    private const int Block = 10_000;

    private Guid _incarnation;
    private AccountMark? _reserved;

    public AccountMark? Read() => registry.ReadMark(account);

    /// <summary>Begins to give out numbers from this file.</summary>
    public void Begin(Guid incarnation) => _incarnation = incarnation;

    /// <summary>Before a commit: makes sure that the mark is beyond all that it gives out.</summary>
    public void Cover(AccountState state)
    {
        if (_reserved is { } held && state.Clock < held.ModSeq && state.GreatestUidNext < held.UidNext && state.LastUidValidity.Value <= held.UidValidity.Value)
            return;
        Write(new AccountMark(
            _incarnation,
            IsClean: false,
            new ModSeq(state.Clock.Value + Block),
            new Uid((uint)Math.Min(uint.MaxValue, (long)state.GreatestUidNext.Value + Block)),
            state.LastUidValidity));
    }

    /// <summary>After the last commit: the exact numbers.</summary>
    public void Close(AccountState state)
    {
        if (_reserved is not null)
            Write(new AccountMark(_incarnation, IsClean: true, state.Clock, state.GreatestUidNext, state.LastUidValidity));
    }

    private void Write(AccountMark mark)
    {
        registry.WriteMark(account, mark);
        _reserved = mark;
    }
}
