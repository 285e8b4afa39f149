using Postfach.Stress.Model;

namespace Postfach.Stress.Tests;

/// <summary>What the model makes of deliveries, which have no answer that names a UID.</summary>
public sealed class AccountModelTests
{
    private const string Marker = "m000000001";

    private readonly AccountModel _account = new(new StressUser("anna", "secret"), 1) { NamesUids = true };

    public AccountModelTests()
    {
        _account.Delivering(Marker);
        _account.Delivered(Marker);
    }

    [Fact]
    public void A_delivery_that_a_POP3_session_has_marked_and_not_deleted_is_no_double()
    {
        _account.MayPop(Marker);
        See(1);
        CheckPoint(1);
    }

    [Fact]
    public void A_delivery_that_a_POP3_session_may_have_deleted_need_not_be_there()
    {
        _account.MayPop(Marker);
        CheckPoint();
    }

    [Fact]
    public void A_delivery_that_is_there_twice_is_found()
    {
        See(1);
        See(2);
        Assert.Equal(Rule.Doubled, Assert.Throws<RuleBrokenException>(() => CheckPoint(1, 2)).Rule);
    }

    [Fact]
    public void A_delivery_that_is_lost_is_found() => Assert.Equal(Rule.Delivery, Assert.Throws<RuleBrokenException>(() => CheckPoint()).Rule);

    private void See(uint uid) => _account.Seen(AccountModel.Inbox, uid, Marker);

    private void CheckPoint(params uint[] uids)
    {
        var messages = uids.ToDictionary(u => u, _ => ((IReadOnlySet<string>)new HashSet<string>(), 0UL));
        _account.CheckPoint(new Picture(AccountModel.Inbox, new(messages)), []);
        _account.CheckDeliveries();
    }
}
