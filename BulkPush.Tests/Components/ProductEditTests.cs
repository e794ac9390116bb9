using BulkPush.Core.Catalog;
using BulkPush.Web.Components.Products;

namespace BulkPush.Tests.Components;

public sealed class ProductEditTests
{
    private static readonly ProductContent Lamp = new()
    {
        Handle = "lamp",
        Title = "Lamp",
        Tags = ["blue", "new"],
        SeoTitle = "A lamp",
        OptionNames = ["Size"],
        Variants =
        [
            new VariantContent { OptionValues = ["S"], Sku = "L-S", Price = 12.5m, CompareAtPrice = 15m, Barcode = "123", Weight = 2m },
            new VariantContent { OptionValues = ["L"], Price = 1999m },
        ],
        Images = [new ImageContent("https://pictures.example/lamp.jpg", "A lamp")],
        Metafields = [new MetafieldContent("custom", "care", "single_line_text_field", "Dust it")],
    };

    [Fact]
    public void What_is_not_touched_stays_as_it_was()
    {
        var content = new ProductEdit(Lamp).ToContent();

        Assert.Equal(Lamp.Images, content.Images);
        Assert.Equal(Lamp.Metafields, content.Metafields);
        Assert.Equal(Lamp.Tags, content.Tags);
        Assert.Equal(Lamp.Variants, content.Variants);
        Assert.Equal((Lamp.Handle, Lamp.Title, Lamp.SeoTitle, Lamp.SeoDescription), (content.Handle, content.Title, content.SeoTitle, content.SeoDescription));
    }

    [Fact]
    public void What_is_typed_becomes_content()
    {
        var edit = new ProductEdit(Lamp) { Title = " Big lamp ", Tags = "red, , warm ", SeoTitle = " " };
        edit.Variants[0].Price = "13";
        edit.Variants[0].CompareAtPrice = "";
        edit.Variants[1].Sku = "L-L";

        var content = edit.ToContent();

        Assert.Equal("Big lamp", content.Title);
        Assert.Equal(["red", "warm"], content.Tags);
        Assert.Null(content.SeoTitle);
        Assert.Equal((13m, null, "123"), (content.Variants[0].Price, content.Variants[0].CompareAtPrice, content.Variants[0].Barcode));
        Assert.Equal("L-L", content.Variants[1].Sku);
        Assert.Empty(edit.Errors());
    }

    [Theory]
    [InlineData("")]
    [InlineData("12,50")]
    [InlineData("1e3")]
    [InlineData("twelve")]
    public void A_price_that_is_no_amount_is_said_beside_its_field(string price)
    {
        var edit = new ProductEdit(Lamp);
        edit.Variants[1].Price = price;

        Assert.Equal(["variants[1].price"], edit.Errors().Keys);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var edit = new ProductEdit(Lamp) { Title = " ", Vendor = new string('v', 300) };
        edit.Variants[0].CompareAtPrice = "-1";
        edit.Variants[1].Price = "twelve";

        Assert.Equal(["title", "variants[0].compareAtPrice", "variants[1].price", "vendor"], edit.Errors().Keys.Order(StringComparer.Ordinal));
    }
}
