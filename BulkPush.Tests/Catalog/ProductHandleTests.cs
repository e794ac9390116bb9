using BulkPush.Core.Catalog;

namespace BulkPush.Tests.Catalog;

public sealed class ProductHandleTests
{
    [Theory]
    [InlineData("  Set / 東京 300 % ", "set-東京-300")]
    [InlineData("  Mixed CASE / 東京 100 % ", "mixed-case-東京-100")]
    [InlineData("already-fine", "already-fine")]
    [InlineData("under_score", "under_score")]
    [InlineData("--a---b--", "a-b")]
    [InlineData("Ρούχα & Παπούτσια", "ρούχα-παπούτσια")]
    [InlineData("हिन्दी कप", "हिन्दी-कप")]
    [InlineData("Tent 🏕️ two", "tent-\ufe0f-two")]
    [InlineData("e\u0301clair", "éclair")]
    public void Keeps_letters_and_digits_of_any_script(string raw, string expected) =>
        Assert.Equal(expected, ProductHandle.From(raw, "Title"));

    [Theory]
    [InlineData("   ", "Blue Shirt", "blue-shirt")]
    [InlineData(null, "Blue Shirt", "blue-shirt")]
    [InlineData("%%%", "!!!", "product")]
    public void Comes_from_the_title_when_nothing_is_left_of_it(string? raw, string title, string expected) =>
        Assert.Equal(expected, ProductHandle.From(raw, title));
}
