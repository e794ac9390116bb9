using BulkPush.Web.DemoStores.Products;

namespace BulkPush.Tests.DemoStores;

public sealed class HandlesTests
{
    [Theory]
    [InlineData("  Set / 東京 300 % ", "set-東京-300")]
    [InlineData("Mixed CASE", "mixed-case")]
    [InlineData("--Dash -- Dot.--", "dash-dot")]
    [InlineData("Crème Brûlée", "crème-brûlée")]
    [InlineData("हिन्दी किताब", "हिन्दी-किताब")]
    [InlineData("%%%", "")]
    [InlineData("   ", "")]
    public void Letters_and_digits_of_any_script_stay_and_the_rest_becomes_one_dash(string text, string handle) =>
        Assert.Equal(handle, Handles.Normalise(text));

    [Theory]
    [InlineData("mug", "mug")]
    [InlineData("cup", "cup-1")]
    [InlineData("x-41", "x-43")]
    [InlineData("20", "20-1")]
    public void A_generated_handle_counts_on_until_it_is_free(string wanted, string given)
    {
        string[] taken = ["cup", "x-41", "x-42", "20"];

        Assert.Equal(given, Handles.MakeFree(wanted, taken.Contains));
    }

    [Fact]
    public void Tags_come_back_trimmed_distinct_and_sorted() =>
        Assert.Equal(["big   sale", "Red"], Tags.Normalise([" Red ", "red", "", "RED", " big   sale "]));
}
