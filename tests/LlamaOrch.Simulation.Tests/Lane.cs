using Xunit;

[assembly: Trait("lane", "unit")]
