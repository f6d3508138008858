using LlamaOrch.Hosting.Correlation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Correlation;

[Trait("lane", "unit")]
public sealed class FreshIdsTests
{
    // More than one draw of random bytes on each thread.
    private const int Many = 1_000;

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero));

    [Fact]
    public void An_id_is_a_version_7_uuid_of_its_moment()
    {
        var id = Guid.ParseExact(new FreshIds(time).Next(), "N");

        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 0x8, 0xb);
        Assert.Equal(Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[..12], id.ToString("N")[..12]);
    }

    [Fact]
    public void Ids_of_one_moment_differ_on_every_thread()
    {
        var ids = new FreshIds(time);
        string[][] made = new string[4][];
        Thread[] threads = [.. Enumerable.Range(0, made.Length).Select(index => new Thread(
            () => made[index] = [.. Enumerable.Range(0, Many).Select(_ => ids.Next())]))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();

        Assert.Equal(made.Length * Many, made.SelectMany(each => each).Distinct().Count());
    }

    [Fact]
    public void Every_random_digit_takes_every_value()
    {
        var ids = new FreshIds(time);
        string[] made = [.. Enumerable.Range(0, Many).Select(_ => ids.Next())];

        foreach (int digit in Enumerable.Range(13, 3).Concat(Enumerable.Range(17, 15)))
            Assert.Equal(16, made.Select(id => id[digit]).Distinct().Count());
    }

    [Fact]
    public void A_later_id_sorts_behind_an_earlier_one()
    {
        var ids = new FreshIds(time);
        string before = ids.Next();
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(string.CompareOrdinal(before, ids.Next()) < 0);
    }
}
