using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using Xunit;

namespace LlamaOrch.Core.Tests.Leases;

public sealed class LeaseNumbersTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    [Fact]
    public void A_lease_of_this_life_is_ours()
    {
        long first = LeaseNumbers.FirstFence(Now);

        Assert.False(LeaseNumbers.IsForeign(LeaseNumbers.IdOf(first), first));
        Assert.False(LeaseNumbers.IsForeign(LeaseNumbers.IdOf(first + 1), first));
    }

    [Fact]
    public void A_lease_of_an_earlier_life_is_foreign_even_after_a_million_grants_a_second()
    {
        long before = LeaseNumbers.FirstFence(Now.AddSeconds(-1)) + 999_999;

        Assert.True(LeaseNumbers.IsForeign(LeaseNumbers.IdOf(before), LeaseNumbers.FirstFence(Now)));
    }

    [Fact]
    public void A_lease_that_no_scheduler_numbered_is_foreign()
    {
        Assert.True(LeaseNumbers.IsForeign(new LeaseId("by-hand"), 0));
    }
}
