using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.MySql
{
    /// <inheritdoc />
    public partial class AddressesByKindAndSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Addresses_Search",
                table: "Addresses");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Kind_Search",
                table: "Addresses",
                columns: new[] { "Kind", "Search" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Addresses_Kind_Search",
                table: "Addresses");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Search",
                table: "Addresses",
                column: "Search");
        }
    }
}
