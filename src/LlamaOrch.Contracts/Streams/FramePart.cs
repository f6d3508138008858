namespace LlamaOrch.Contracts.Streams;

/// <summary>What an <see cref="EventFramer"/> found next in an event stream.</summary>
public enum FramePart
{
    /// <summary>Nothing more: feed the next bytes.</summary>
    None,

    /// <summary>Some bytes of a <c>data</c> field.</summary>
    Data,

    /// <summary>The end of a line of <c>data</c>.</summary>
    DataEnd,

    /// <summary>Some bytes of an <c>event</c> field.</summary>
    Type,

    /// <summary>The end of the line of an <c>event</c> field.</summary>
    TypeEnd,

    /// <summary>Some bytes of an <c>id</c> field.</summary>
    Id,

    /// <summary>The end of the line of an <c>id</c> field.</summary>
    IdEnd,

    /// <summary>An empty line: what came before it is one event, or nothing if it had no <c>data</c>.</summary>
    EventEnd,
}
