using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BulkPush.Core.Catalog;
using Microsoft.AspNetCore.Mvc;

namespace BulkPush.Web.Api.Products;

/// <summary>Filters, order and page of the product list, from the query string. Public, or the validation that is generated at build time passes it by.</summary>
public sealed record ProductListParameters
{
    [FromQuery(Name = "search"), Description("Matches title, handle, vendor and SKU, anywhere, without regard to case.")]
    public string? Search { get; init; }

    [FromQuery(Name = "status")]
    public EnumText<ProductStatus>? Status { get; init; }

    [FromQuery(Name = "storeId"), Description("Only products with a channel (active or not) in this store; pushState is then read there alone.")]
    public Guid? StoreId { get; init; }

    [FromQuery(Name = "pushState")]
    public EnumText<ChannelPushState>? PushState { get; init; }

    [FromQuery(Name = "failedImages"), DefaultValue(false), Description("True for only products with an image that a store (the one in storeId, if given) could not fetch.")]
    public bool? FailedImages { get; init; }

    [FromQuery(Name = "sort"), Description("By title unless said otherwise.")]
    public EnumText<ProductSort>? Sort { get; init; }

    [FromQuery(Name = "descending"), DefaultValue(false)]
    public bool? Descending { get; init; }

    [FromQuery(Name = "page"), Range(1, ApiPages.Last, ErrorMessage = ApiPages.LastMessage), DefaultValue(1), Description("From 1.")]
    public int? Page { get; init; }

    [FromQuery(Name = "pageSize"), Range(1, ApiPages.LargestSize, ErrorMessage = ApiPages.SizeMessage), DefaultValue(ApiPages.Size)]
    public int? PageSize { get; init; }

    internal ProductListQuery ToQuery() => new()
    {
        Search = Search,
        Status = Status?.Value,
        StoreId = StoreId,
        PushState = PushState?.Value,
        HasFailedImages = FailedImages ?? false,
        Sort = Sort?.Value ?? ProductSort.Title,
        IsDescending = Descending ?? false,
        Page = (Page ?? 1) - 1,
        PageSize = PageSize ?? ApiPages.Size,
    };
}
