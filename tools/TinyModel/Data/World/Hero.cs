namespace LlamaOrch.Tools.TinyModel.Data.World;

/// <summary>One inhabitant of the invented world. Every fact has exactly one value, so that it can be learned.
/// </summary>
/// <param name="Kind">What it is: "fox".</param>
/// <param name="Plural">"foxes".</param>
/// <param name="Name">Its own name: "Rusty".</param>
/// <param name="Female">Whether it is called she.</param>
/// <param name="Colour">"red".</param>
/// <param name="Home">Where it lives, with the preposition: "in a den under the hill".</param>
/// <param name="Food">What it eats: "berries".</param>
/// <param name="Hobby">What it likes, as an infinitive: "run in the fields".</param>
/// <param name="Friend">The kind of its best friend: "rabbit".</param>
public sealed record Hero(
    string Kind,
    string Plural,
    string Name,
    bool Female,
    string Colour,
    string Home,
    string Food,
    string Hobby,
    string Friend);
