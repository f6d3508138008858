using System.Text;
using LlamaOrch.Orchestrator.Tasks;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Tasks;

[Trait("lane", "unit")]
public sealed class PackedEventsTests
{
    [Fact]
    public void Frames_come_back_as_they_were()
    {
        byte[][] frames =
        [
            .. Enumerable.Range(1, 500).Select(id => Encoding.UTF8.GetBytes(
                $"id: {id}\nevent: token\ndata: {{\"t\":\"größer {id}\",\"i\":{id}}}\n\n")),
        ];

        byte[] packed = PackedEvents.Pack(frames);

        Assert.Equal(frames, PackedEvents.Unpack(packed));
        Assert.InRange(packed.Length, 1, frames.Sum(frame => frame.Length) / 4);
    }

    [Fact]
    public void What_is_cut_off_is_not_taken_for_whole()
    {
        byte[] packed = PackedEvents.Pack(["id: 1\nevent: end\ndata: {"u8.ToArray()]);

        Assert.Throws<InvalidDataException>(() => PackedEvents.Unpack(packed));
        Assert.Throws<InvalidDataException>(() => PackedEvents.Unpack([1, 2, 3]));
    }
}
