namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>Every kind of story there is.</summary>
public static class AllPlots
{
    /// <summary>The plots, in a fixed order.</summary>
    public static IReadOnlyList<Plot> List { get; } =
    [
        LostThing.Plot, Storm.Plot, SharedMeal.Plot, Lesson.Plot, Birthday.Plot, LostChild.Plot, StrangeNoise.Plot,
        Building.Plot, Journey.Plot, NewFriend.Plot, Race.Plot, Garden.Plot, Cooking.Plot, SnowDay.Plot, Wish.Plot,
        SickFriend.Plot, Treasure.Plot,
    ];
}
