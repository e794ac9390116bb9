using System.Diagnostics;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>Stands for a page that could not be made. Static, so that it works when nothing else does.</summary>
public sealed partial class Error
{
    [CascadingParameter]
    public HttpContext? HttpContext { get; set; }

    /// <summary>The HTTP status; none means an exception.</summary>
    [Parameter]
    public int? Code { get; set; }

    private string Heading => Code switch
    {
        StatusCodes.Status400BadRequest => "That did not go through",
        StatusCodes.Status404NotFound => "Page not found",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        _ => "Something went wrong",
    };

    private string Sentence => Code switch
    {
        StatusCodes.Status400BadRequest => "The form was out of date, perhaps because you signed in or out in another tab. Go back, load the page again and repeat what you did.",
        StatusCodes.Status404NotFound => "There is nothing at this address. It may have been removed, or the link was mistyped.",
        StatusCodes.Status429TooManyRequests => "Wait a moment and try again.",
        _ => "The page could not be made. Nothing you saved is lost, and running pushes go on. Try again in a moment.",
    };

    private string? Number => Code is null ? Activity.Current?.Id ?? HttpContext?.TraceIdentifier : null;
}
